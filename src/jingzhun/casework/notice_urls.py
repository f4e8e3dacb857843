"""Addresses of 公示公告, for posts and for everybody, and of the suggestion box."""

from django.urls import path

from .views import notice, public, suggestion

urlpatterns = [
    path("notices/", notice.notices, name="notices"),
    path("notices/<int:pk>/", notice.notice, name="notice"),
    path("notices/<int:pk>/poster.pdf", notice.notice_poster, name="notice-poster"),
    path("notices/<int:pk>/receipt.pdf", notice.notice_receipt, name="notice-receipt"),
    path("notices/<int:pk>/objection/", notice.record_objection, name="objection-record"),
    path("objections/<int:pk>/", notice.answer, name="objection-answer"),
    path("suggestions/", suggestion.suggestions, name="suggestions"),
    path("suggestions/<int:pk>/", suggestion.suggestion, name="suggestion"),
    path("public/", public.notices, name="public-notices"),
    path("public/answer/", public.find_answer, name="public-find"),
    path("public/answer/<str:reference>/", public.answer, name="public-answer"),
    path("public/<str:area>/<int:year>-<int:number>/", public.notice, name="public-notice"),
    path("public/<str:area>/<int:year>-<int:number>/poster.pdf", public.notice_poster, name="public-poster"),
    path("public/<str:area>/<int:year>-<int:number>/objection/", public.objection, name="public-objection"),
    path("suggest/", suggestion.write, name="suggest"),
]
