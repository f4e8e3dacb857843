/* Draws [data-chart] boxes from JSON blocks with ECharts (SVG, no animation). ECharts is fetched only when a page has one.
   The element's table (data-table of the same component) says the same for those who read. */
(function () {
  'use strict';
  var echartsUrl = document.currentScript.dataset.echarts;
  var css = getComputedStyle(document.documentElement);
  function tone(name) { return css.getPropertyValue('--jz-' + name).trim(); }
  function narrow() { return window.innerWidth < 760; }
  function money(v) { return v.toLocaleString('zh-CN', { minimumFractionDigits: 2, maximumFractionDigits: 2 }); }
  function axisText() { return { color: tone('ink-3'), fontSize: 12 }; }

  var kinds = {
    /* {nodes: [[name, source|topic|done|wait|rest, depth]], links: [[from, to, value]], unit} */
    sankey: function (data) {
      var colour = { source: '#3f7199', topic: '#8fa9bb', done: '#2f8568', wait: '#c39a3f', rest: '#a39d8c' };
      var small = narrow();
      return {
        tooltip: { renderMode: 'richText', trigger: 'item', formatter: function (p) {
          var name = p.dataType === 'edge' ? p.data.source + ' → ' + p.data.target : p.name;
          return name + '\n' + money(p.dataType === 'edge' ? p.data.value : p.value) + ' ' + (data.unit || '万元'); } },
        series: [{ type: 'sankey', left: 4, right: small ? 92 : 172, top: 8, bottom: 8, nodeWidth: 9, nodeGap: 14,
          nodeAlign: 'left', draggable: false, layoutIterations: 0, emphasis: { focus: 'adjacency' },
          lineStyle: { color: 'gradient', opacity: 0.26, curveness: 0.5 },
          label: { fontSize: small ? 11 : 12, color: tone('ink'), textBorderColor: '#fff', textBorderWidth: 3,
            formatter: function (p) { return small ? p.name : '{n|' + p.name + '}  {v|' + money(p.value).replace(/\.00$/, '') + '}'; },
            rich: { n: { fontSize: 12, color: tone('ink') }, v: { fontSize: 12, color: tone('ink-3') } } },
          data: data.nodes.map(function (n) { return { name: n[0], depth: n[2], itemStyle: { color: colour[n[1]] } }; }),
          links: data.links.map(function (l) { return { source: l[0], target: l[1], value: l[2] }; }) }]
      };
    },
    /* {days: [text], values: [number|null], marks: [[day, text]], unit} */
    history: function (data) {
      var unit = data.unit || '户', small = narrow(), last = data.values.length - 1;
      return {
        grid: { left: 52, right: 22, top: small ? 50 : 34, bottom: 28 },
        tooltip: { renderMode: 'richText', trigger: 'axis', valueFormatter: function (v) { return v === null ? '缺数据' : v + ' ' + unit; } },
        xAxis: { type: 'category', data: data.days, boundaryGap: false, axisLine: { lineStyle: { color: '#9aa5ab' } }, axisTick: { show: false }, axisLabel: axisText() },
        yAxis: { type: 'value', min: 0, name: unit, nameTextStyle: { color: tone('ink-3'), align: 'right', padding: [0, 6, 0, 0] }, splitLine: { lineStyle: { color: tone('line-soft') } }, axisLabel: axisText() },
        series: [{ name: data.name || unit, type: 'line', data: data.values, connectNulls: false, symbolSize: 6, lineStyle: { width: 2, color: tone('action') }, itemStyle: { color: tone('action') }, areaStyle: { color: tone('action-wash') },
          label: { show: true, formatter: function (p) { return p.dataIndex === last ? String(p.value) : ''; }, color: tone('ink'), fontWeight: 600, fontSize: 13, position: 'top' },
          markLine: { symbol: 'none', animation: false, label: { formatter: '{b}', color: tone('ink-2'), fontSize: 12, position: 'end' }, lineStyle: { color: '#9aa5ab', type: 'dashed' },
            data: (data.marks || []).map(function (m) { return { name: m[1], xAxis: m[0] }; }) } }]
      };
    },
    /* {names: [text], series: [{name, values, tone: action|pass|fail|miss|first|second|third|fourth}], unit, stacked} horizontal bars, from nought */
    bars: function (data) {
      var marks = { action: tone('action'), pass: tone('pass-mark'), fail: tone('fail-mark'), miss: tone('miss-mark'),
        first: '#3f7199', second: '#8fa9bb', third: '#c39a3f', fourth: '#a39d8c' };
      var many = data.series.length > 1;
      return {
        grid: { left: 8, right: 48, top: many ? 32 : 8, bottom: 24, containLabel: true },
        legend: many ? { top: 0, right: 0, textStyle: { color: tone('ink-2') } } : undefined,
        tooltip: { renderMode: 'richText', trigger: 'axis', axisPointer: { type: 'shadow' } },
        xAxis: { type: 'value', min: 0, name: data.unit || '', nameTextStyle: { color: tone('ink-3') }, splitLine: { lineStyle: { color: tone('line-soft') } }, axisLabel: axisText() },
        yAxis: { type: 'category', inverse: true, data: data.names, axisTick: { show: false }, axisLine: { lineStyle: { color: '#9aa5ab' } }, axisLabel: { color: tone('ink'), fontSize: 12 } },
        series: data.series.map(function (s) {
          return { name: s.name, type: 'bar', stack: data.stacked ? 'all' : undefined, barMaxWidth: 18, barMinHeight: 2, data: s.values,
            itemStyle: { color: marks[s.tone || 'action'], decal: s.tone === 'miss' ? { symbol: 'rect', dashArrayX: [1, 0], dashArrayY: [2, 4], rotation: Math.PI / 4, color: '#efece2' } : undefined },
            label: { show: !data.stacked, position: 'right', color: tone('ink'), fontSize: 12 } };
        })
      };
    }
  };

  function draw(box) {
    if (box.dataset.drawn) { return; }
    box.dataset.drawn = 'yes';
    var chart = window.echarts.init(box, null, { renderer: 'svg' });
    var option = kinds[box.dataset.chart](JSON.parse(document.getElementById(box.dataset.from).textContent));
    option.animation = false;
    option.textStyle = { fontFamily: getComputedStyle(document.body).fontFamily };
    chart.setOption(option);
    window.addEventListener('resize', function () { if (box.isConnected) { chart.resize(); } });
  }

  function drawAll() {
    var boxes = document.querySelectorAll('[data-chart]:not([data-drawn])');
    if (!boxes.length) { return; }
    if (window.echarts) { boxes.forEach(draw); return; }
    var script = document.createElement('script');
    script.src = echartsUrl;
    script.onload = function () { boxes.forEach(draw); };
    document.head.appendChild(script);
  }

  document.addEventListener('DOMContentLoaded', drawAll);
  document.addEventListener('htmx:after:swap', drawAll);
})();
