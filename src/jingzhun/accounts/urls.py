"""Addresses of the door, of accounts, security and the log."""

from django.urls import path

from .views import log, official, password, post, security, sign_in, verifier

urlpatterns = [
    path("sign-in/", sign_in.sign_in, name="sign-in"),
    path("sign-in/code/", sign_in.code, name="sign-in-code"),
    path("sign-in/demo/", sign_in.demo, name="sign-in-demo"),
    path("sign-out/", sign_in.sign_out, name="sign-out"),
    path("password/", password.change, name="password-change"),
    path("verifier/", verifier.verifier, name="verifier"),
    path("post/", post.switch, name="post-switch"),
    path("officials/", official.officials, name="officials"),
    path("officials/new/", official.create, name="official-new"),
    path("officials/<str:sign_in_name>/", official.official, name="official"),
    path("officials/<str:sign_in_name>/active/", official.activate, name="official-active"),
    path("posts/<int:pk>/end/", official.end_post, name="post-end"),
    path("security/", security.accounts, name="security"),
    path("security/<str:sign_in_name>/", security.official, name="security-official"),
    path("security/<str:sign_in_name>/password/", security.reset_password, name="security-password"),
    path("security/<str:sign_in_name>/unlock/", security.unlock, name="security-unlock"),
    path("security/<str:sign_in_name>/verifier/", security.drop_verifier, name="security-verifier"),
    path("security/<str:sign_in_name>/sessions/", security.end_sessions, name="security-sessions"),
    path("log/", log.events, name="log"),
    path("log/export/", log.export, name="log-export"),
    path("log/verify/", log.verify, name="log-verify"),
    path("log/<int:number>/", log.event, name="log-event"),
]
