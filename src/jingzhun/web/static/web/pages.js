/* What pages do in the browser beside htmx: chart/table swap, ticking all, copy, print, closing of drop-downs. No inline handlers. */
(function () {
  'use strict';

  function swap(button) {
    button.closest('[data-swaps]').querySelectorAll('[data-swap]').forEach(function (other) {
      var on = other === button;
      other.setAttribute('aria-pressed', String(on));
      document.getElementById(other.dataset.swap).hidden = !on;
    });
    window.dispatchEvent(new Event('resize'));
  }

  function only(button) {
    button.parentNode.querySelectorAll('[data-only]').forEach(function (other) {
      other.setAttribute('aria-pressed', String(other === button));
    });
    button.closest('section').classList.toggle('jz-only-problems', button.dataset.only === 'problems');
  }

  /* Ticks every box of a list, or none when all are ticked. */
  function tick(button) {
    var boxes = Array.prototype.slice.call(button.closest('form').querySelectorAll('input[type="checkbox"][name="' + button.dataset.tick + '"]'));
    var all = boxes.every(function (box) { return box.checked; });
    boxes.forEach(function (box) { box.checked = !all; });
  }

  function copy(button) {
    var text = button.dataset.copy;
    var done = function () {
      var said = button.querySelector('[data-copied]');
      if (said) { said.textContent = '已复制'; }
    };
    if (navigator.clipboard && window.isSecureContext) {
      navigator.clipboard.writeText(text).then(done);
      return;
    }
    var field = document.createElement('textarea');
    field.value = text;
    field.setAttribute('aria-hidden', 'true');
    document.body.appendChild(field);
    field.select();
    if (document.execCommand('copy')) { done(); }
    field.remove();
    button.focus();
  }

  function closeDrops(except) {
    document.querySelectorAll('details.jz-drop[open], details.jz-menu[open]').forEach(function (drop) {
      if (!except || !drop.contains(except)) { drop.open = false; }
    });
  }

  document.addEventListener('click', function (event) {
    var button = event.target.closest('[data-swap], [data-copy], [data-print], [data-only], [data-tick]');
    closeDrops(event.target);
    if (!button) { return; }
    if (button.dataset.swap) { swap(button); }
    if (button.dataset.copy) { copy(button); }
    if ('only' in button.dataset) { only(button); }
    if (button.dataset.tick) { tick(button); }
    if ('print' in button.dataset) { window.print(); }
  });

  document.addEventListener('keydown', function (event) {
    if (event.key !== 'Escape') { return; }
    var open = document.querySelector('details.jz-drop[open], details.jz-menu[open]');
    if (open) { open.open = false; open.querySelector('summary').focus(); }
  });

  /* A greyed button stays reachable so that its reason can be read, but does nothing. */
  document.addEventListener('click', function (event) {
    var off = event.target.closest('.btn[aria-disabled="true"]');
    if (off) { event.preventDefault(); event.stopImmediatePropagation(); }
  }, true);
})();
