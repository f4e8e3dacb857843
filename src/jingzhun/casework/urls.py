"""Addresses of cases, batches and of who stands in for whom."""

from django.urls import path

from .views import act, batch, case, claim, form, handing, opening, register, review

urlpatterns = [
    path("cases/", case.case_list, name="cases"),
    path("cases/export/", case.case_export, name="case-export"),
    path("cases/new/", opening.choose, name="case-choose"),
    path("cases/new/<int:pack>/<slug:code>/", opening.open_new, name="case-open"),
    path("cases/decide/", act.decide_many, name="case-decide-many"),
    path("cases/sample/", act.draw_sample, name="case-sample"),
    path("cases/<str:number>/", case.case_page, name="case"),
    path("cases/<str:number>/decide/", act.decide_case, name="case-decide"),
    path("cases/<str:number>/papers/", act.hand_in, name="case-hand-in"),
    path("cases/<str:number>/papers/<int:pk>/", act.paper, name="case-paper"),
    path("cases/<str:number>/sign/", act.sign_case, name="case-sign"),
    path("cases/<str:number>/sign-household/", act.sign_household, name="case-sign-household"),
    path("cases/<str:number>/check/", act.check, name="case-check"),
    path("cases/<str:number>/input/<slug:name>/", act.fill, name="case-input"),
    path("cases/<str:number>/spot-check/", act.spot_check, name="case-spot-check"),
    path("cases/<str:number>/forms/<str:paper>.pdf", form.case_form, name="case-form"),
    path("claims/", claim.claim_list, name="claims"),
    path("claims/export/", claim.claim_export, name="claim-export"),
    path("claims/new/", claim.claim_new, name="claim-new"),
    path("claims/<str:code>/", claim.claim_page, name="claim"),
    path("claims/<str:code>/send/", claim.claim_send, name="claim-send"),
    path("claims/<str:code>/void/", claim.claim_void, name="claim-void"),
    path("claims/<str:code>/take-back/", claim.claim_take_back, name="claim-take-back"),
    path("batches/<str:number>/", batch.batch_page, name="batch"),
    path("batches/<str:number>/papers/", batch.hand_in_many, name="batch-hand-in"),
    path("batches/<str:number>/check/", batch.check_many, name="batch-check"),
    path("batches/<str:number>/sign/", batch.sign_many, name="batch-sign"),
    path("reviews/", review.reviews, name="reviews"),
    path("reviews/new/", review.review_new, name="review-new"),
    path("reviews/<int:pk>/", review.review_page, name="review"),
    path("exits/", register.exits, name="exits"),
    path("dwellings/", register.dwellings, name="dwellings"),
    path("households/<str:code>/proposals/", register.proposals, name="proposals"),
    path("delegations/", handing.delegations, name="delegations"),
    path("delegations/lend/", handing.lend, name="delegation-lend"),
    path("delegations/give/", handing.give, name="delegation-give"),
]
