"""``serve``: the site on 127.0.0.1 with its job worker."""

from django.core.management.base import BaseCommand

from jingzhun.core.errors import Problem

from ...actions.store import UnableToFindKey, UnableToOpenStore, missing_keys, what_is_missing
from ...server import HOST, PORT, check_port, serve


class Command(BaseCommand):
    help = "在本机打开网站和后台任务"

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=PORT, help=f"端口，默认 {PORT}")

    def handle(self, port, **options):
        why = what_is_missing()
        if why:
            self.stderr.write(str(UnableToOpenStore(why=why)))
            raise SystemExit(2)
        for path in missing_keys():
            self.stderr.write(str(UnableToFindKey(path=path)))
        try:
            check_port(port)
            self.stdout.write(f"网站：http://{HOST}:{port}/　按 Ctrl+C 停止")
            self.stdout.flush()
            serve(port=port, say=self.stderr.write)
        except Problem as problem:
            self.stderr.write(str(problem))
            raise SystemExit(2) from problem
