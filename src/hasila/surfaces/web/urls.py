"""Addresses of the web surface."""

from django.urls import path

from hasila.surfaces.web.views import (
    account,
    acts,
    forgotten,
    home,
    notices,
    patterns,
    people,
    person,
    powers,
    records,
    registers,
    scan,
    seals,
    sign_in,
    whose,
)

app_name = "web"

_REGISTER = "registers/<slug:app>/<slug:procedure>/"
_RECORD = "records/<slug:app>/<slug:procedure>/<str:named>/"

urlpatterns = [
    path("", home.home, name="home"),
    path("mine", home.mine, name="mine"),
    path("acts/<uuid:entry>", acts.done, name="done"),
    path("progress", home.progress, name="progress"),
    path("sign-in", sign_in.sign_in, name="sign_in"),
    path("sign-in/forgotten", forgotten.forgotten, name="forgotten"),
    path("sign-in/new-password", forgotten.renew, name="renew"),
    path("sign-out", sign_in.sign_out, name="sign_out"),
    path("demo", sign_in.demo, name="demo"),
    path("language", sign_in.language, name="language"),
    path("account/", account.account, name="account"),
    path("account/confirm", account.confirm, name="confirm"),
    path("account/password", account.password, name="password"),
    path("account/key", account.key_add, name="key_add"),
    path("account/key/<int:key>/name", account.key_rename, name="key_rename"),
    path("account/key/<int:key>/remove", account.key_remove, name="key_remove"),
    path("account/application", account.application_add, name="application_add"),
    path("account/codes", account.codes, name="paper_codes"),
    path("account/sessions", account.sessions, name="sessions"),
    path("account/sessions/end", account.session_end, name="sessions_end"),
    path("account/sessions/<slug:handle>/end", account.session_end, name="session_end"),
    path("notices", notices.notices, name="notices"),
    path("notices/read", notices.read, name="notices_read"),
    path("notices/<uuid:notice>/read", notices.read, name="notice_read"),
    path("patterns", patterns.patterns_page, name="patterns"),
    path("people", people.people, name="people"),
    path("people/<str:named>/", person.person, name="person"),
    path("powers", powers.powers, name="powers"),
    path("roles", powers.roles, name="roles"),
    path("roles/<slug:code>", powers.role, name="role"),
    path("registers/", registers.registers, name="registers"),
    path(_REGISTER, registers.register, name="register"),
    path(_REGISTER + "export.csv", registers.export, name="register_export"),
    path(_REGISTER + "new/<slug:step>/", acts.open_record, name="open"),
    path(_RECORD, records.record, name="record"),
    path(_RECORD + "whose-file", whose.whose, name="whose"),
    path(_RECORD + "<slug:step>/", acts.step, name="step"),
    path(_RECORD + "sealed/<slug:field>/", seals.opened, name="sealed"),
    path("scan", scan.scan, name="scan"),
    path("lookup/<slug:app>/<slug:procedure>/<slug:field>/", acts.lookup, name="lookup"),
]
