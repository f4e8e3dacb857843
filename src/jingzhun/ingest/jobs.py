"""Long work of imports, done by the job worker. A job that finds its file already done does nothing; one that breaks leaves
its file waiting, so that it can be asked for again."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from jingzhun.accounts.models import Post
from jingzhun.audit.actor import Actor

from . import progress
from .actions import upload as actions
from .actions.importing import release_interrupted
from .models import Upload


@task()
def check_upload(upload: int, post: int) -> None:
    """The dry run of an upload, as the post that asked for it."""
    try:
        actions.check(
            upload=Upload.objects.get(pk=upload), post=_post(post), today=timezone.localdate(),
            report=progress.reporter(upload),
        )  # fmt: skip
    except Exception:
        release_interrupted(by=Actor.system("后台任务"), only=upload)
        raise
    finally:
        progress.finish(upload)


@task()
def write_upload(upload: int, post: int) -> None:
    """Writing an upload for good."""
    try:
        actions.write(
            upload=Upload.objects.get(pk=upload), post=_post(post), today=timezone.localdate(),
            report=progress.reporter(upload),
        )  # fmt: skip
    except Exception:
        release_interrupted(by=Actor.system("后台任务"), only=upload)
        raise
    finally:
        progress.finish(upload)


def _post(key: int) -> Post:
    return Post.objects.select_related("official", "area").get(pk=key)
