"""All addresses: each app's own, in one table."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("jingzhun.dashboards.urls")),
    path("", include("jingzhun.registry.urls")),
    path("", include("jingzhun.ledger.urls")),
    path("", include("jingzhun.ledger.fund_urls")),
    path("", include("jingzhun.ingest.urls")),
    path("", include("jingzhun.results.urls")),
    path("", include("jingzhun.policy.reference_urls")),
    path("", include("jingzhun.accounts.urls")),
    path("", include("jingzhun.awards.urls")),
    path("", include("jingzhun.casework.urls")),
    path("", include("jingzhun.reports.urls")),
    path("", include("jingzhun.casework.notice_urls")),
]

handler400 = "jingzhun.web.problems.bad_request"
handler403 = "jingzhun.web.problems.forbidden"
handler404 = "jingzhun.web.problems.not_found"
handler500 = "jingzhun.web.problems.fault"
