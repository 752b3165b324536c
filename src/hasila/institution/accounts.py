"""Accounts: sign-in of staff and citizens. An account's id is its officer's, or its person's; it holds no power.

The hash of a password stays out of what is loaded: who serves pages may not read that column (`hasila.project.rights`).
Whoever asks for `password` steps out of the fence to get it; sessions and known devices hang on its mark.
"""

from __future__ import annotations

import uuid
from datetime import timedelta
from hashlib import sha256
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hasila.kernel.access import elevated

ENROL = timedelta(days=7)
"""How long a new account may take its first second factor by its password alone, and a given password opens."""


class AccountKind(models.TextChoices):
    """Whose account it is."""

    STAFF = "staff", _("Staff")
    CITIZEN = "citizen", _("Citizen")


class Language(models.TextChoices):
    """The languages of the interface, each named in itself."""

    ARABIC = "ar", "العربية"
    FRENCH = "fr", "Français"
    ENGLISH = "en", "English"


class Digest(models.Func):
    """The digest of the hash of a password, in hexadecimal digits."""

    template = "encode(sha256(%(expressions)s), 'hex')"


class AccountManager(BaseUserManager["Account"]):
    """Makes accounts; passwords are hashed, and read only where they are asked for."""

    def get_queryset(self) -> models.QuerySet[Account]:
        """The accounts without the hash of their password."""
        return super().get_queryset().defer("password")

    def get_by_natural_key(self, username: str | None) -> Account:
        """The account that signs in, with the hash: in as many journeys as where there is none."""
        with elevated():
            return super().get_queryset().get(username=username)

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> Account:
        """Makes and saves an account; without a password it can't sign in by one.

        Raises:
            ValueError: the username is empty.
        """
        if not username:
            raise ValueError("An account needs a username.")
        fields.setdefault("enrol_until", timezone.now() + ENROL)
        account = self.model(username=self.model.normalize_username(username), **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser):
    """A sign-in. What its holder may do comes from mandates, never from the account."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    username = models.CharField(
        _("Username"),
        max_length=60,
        unique=True,
        validators=[UnicodeUsernameValidator()],
        error_messages={"unique": _("This username is taken.")},
    )
    arabic_name = models.CharField(_("Name in Arabic"), max_length=120, blank=True)
    latin_name = models.CharField(_("Name in Latin letters"), max_length=120, blank=True)
    email = models.EmailField(_("Email address"), blank=True)
    language = models.CharField(_("Language"), max_length=2, choices=Language, default=Language.ARABIC)
    kind = models.CharField(_("Kind"), max_length=8, choices=AccountKind, default=AccountKind.STAFF)
    demo = models.BooleanField(_("Of the demonstration"), default=False, editable=False)
    enrol_until = models.DateTimeField(_("May enrol a second factor until"), null=True, editable=False)
    given_until = models.DateTimeField(_("Password was given, and opens until"), null=True, editable=False)
    is_active = models.BooleanField(_("Active"), default=True)
    created_at = models.DateTimeField(_("Created"), auto_now_add=True)
    # A hash of a password has a salt of 128 bits or more, so nobody can guess it from its digest.
    password_mark = models.GeneratedField(
        expression=Digest(Cast("password", models.BinaryField())),
        output_field=models.CharField(max_length=64),
        db_persist=True,
    )

    objects = AccountManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("Account")
        verbose_name_plural = _("Accounts")
        base_manager_name = "objects"

    def __str__(self) -> str:
        return self.username

    def refresh_from_db(self, using: str | None = None, fields: Any = None, from_queryset: Any = None) -> None:
        """Reads fields again; for the hash of the password with the rights of the door."""
        if fields is None or "password" not in fields:
            return super().refresh_from_db(using, fields, from_queryset)
        with elevated():
            return super().refresh_from_db(using, fields, from_queryset or models.QuerySet(Account))

    @property
    def mark(self) -> str:
        """What changes with the password: of the one that was just set or read, else as the database has it."""
        known: str | None = self.__dict__.get("password")
        return self.password_mark if known is None else sha256(known.encode()).hexdigest()

    def _get_session_auth_hash(self, secret: str | bytes | None = None) -> str:
        """What Django keeps in a session, so that a change of the password ends it."""
        return salted_hmac("hasila.session", self.mark, secret=secret, algorithm="sha256").hexdigest()

    @property
    def name(self) -> str:
        """The name in the script of the active language, else the username."""
        arabic = (get_language() or "ar").startswith("ar")
        return (self.arabic_name if arabic else self.latin_name) or self.username

    @property
    def must_choose(self) -> bool:
        """Whether the password is one that somebody else made: its holder chooses another before anything opens."""
        return self.given_until is not None

    def set_given(self, password: str) -> None:
        """Sets a password that others have seen; it opens for some days, to nothing but the choice of another."""
        self.set_password(password)
        self.given_until = timezone.now() + ENROL

    def set_own(self, password: str) -> None:
        """Sets the password that the holder chose. Neither saves."""
        self.set_password(password)
        self.given_until = None

    def get_full_name(self) -> str:
        """The name that pages show."""
        return self.name

    def get_short_name(self) -> str:
        """The name that pages show."""
        return self.name
