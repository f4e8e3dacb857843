"""Addresses of the pages that look."""

from django.urls import path

from .views import area, dossier, history, home, household, pack, pack_change, register

urlpatterns = [
    path("", home.home, name="home"),
    path("areas/", area.area_index, name="areas"),
    path("areas/<str:code>/", area.area_page, name="area"),
    path("areas/<str:code>/why/", area.area_why, name="area-why"),
    path("areas/<str:code>/gaps/", area.area_gaps, name="area-gaps"),
    path("areas/<str:code>/register.pdf", register.register_pdf, name="register-pdf"),
    path("areas/<str:code>/register.xlsx", register.register_workbook, name="register-workbook"),
    path("areas/<str:code>/cards.pdf", register.register_cards, name="register-cards"),
    path("dossiers/", dossier.dossiers, name="dossiers"),
    path("households/", household.household_list, name="households"),
    path("households/export/", household.household_export, name="household-export"),
    path("households/<str:code>/", household.household_page, name="household"),
    path("households/<str:code>/history/", history.household_history, name="household-history"),
    path("households/<str:code>/index/", history.household_index, name="household-index"),
    path("households/<str:code>/card.pdf", register.household_card, name="household-card"),
    path("packs/", pack.pack_list, name="packs"),
    path("packs/import/", pack_change.bring, name="pack-import"),
    path("packs/<int:pk>/", pack.pack_page, name="pack"),
    path("packs/<int:pk>/parameters/<str:parameter>/", pack_change.change, name="pack-parameter"),
    path("packs/<int:pk>/items/<str:standard>/<str:item>/", pack_change.change, name="pack-item"),
    path("packs/<int:pk>/files/<path:file>", pack_change.change, name="pack-file"),
    path("packs/<int:pk>/proof/", pack_change.proof, name="pack-proof"),
    path("packs/<int:pk>/decide/", pack_change.decide, name="pack-decide"),
    path("packs/<int:pk>/export/", pack_change.export, name="pack-export"),
]
