"""The icons of the house: small line drawings on a grid of 24, drawn inline so that they take the text's colour."""

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

_PATHS = {
    "search": '<circle cx="11" cy="11" r="6.5"/><path d="m16 16 4.5 4.5"/>',
    "next": '<path d="m9 5 7 7-7 7"/>',
    "previous": '<path d="m15 5-7 7 7 7"/>',
    "open": '<path d="M5 12h14M13 6l6 6-6 6"/>',
    "lock": '<rect x="5" y="10.5" width="14" height="9.5" rx="2"/><path d="M8 10.5V8a4 4 0 0 1 8 0v2.5"/>',
    "check": '<path d="m5 12.5 4.5 4.5L19 7.5"/>',
    "warning": '<path d="M12 4 2.8 19.5h18.4z"/><path d="M12 10v4.5M12 17v.1"/>',
    "refused": '<circle cx="12" cy="12" r="8.5"/><path d="M12 7.5v5.5M12 16.2v.1"/>',
    "info": '<circle cx="12" cy="12" r="8.5"/><path d="M12 11v5.5M12 7.8v.1"/>',
    "clock": '<circle cx="12" cy="12" r="8.5"/><path d="M12 7v5.3l3.3 2"/>',
    "tray": '<path d="M4 13.5 6.5 5h11L20 13.5V19H4z"/><path d="M4 13.5h4.5l1 2.5h5l1-2.5H20"/>',
    "register": '<rect x="4" y="4.5" width="16" height="15" rx="2"/><path d="M4 9.5h16M4 14.5h16M9.5 9.5v10"/>',
    "report": '<path d="M5 20V10M10 20V4M15 20v-7M20 20V8"/>',
    "print": '<path d="M7 9V4h10v5M7 16H5a1.5 1.5 0 0 1-1.5-1.5v-4A1.5 1.5 0 0 1 5 9h14a1.5 1.5 0 0 1 1.5 1.5v4'
    'A1.5 1.5 0 0 1 19 16h-2"/><rect x="7" y="13.5" width="10" height="6.5"/>',
    "download": '<path d="M12 4v11M7.5 11 12 15.5l4.5-4.5M5 20h14"/>',
    "add": '<path d="M12 5v14M5 12h14"/>',
    "person": '<circle cx="12" cy="8" r="3.8"/><path d="M4.5 20c.8-4 3.8-6 7.5-6s6.7 2 7.5 6"/>',
    "leave": '<path d="M14 5H6v14h8M11 12h10M17.5 8.5 21 12l-3.5 3.5"/>',
    "equal": '<path d="M5 9.5h14M5 14.5h14"/>',
    "differs": '<path d="M5 9.5h14M5 14.5h14M16 5 8 19"/>',
    "rise": '<path d="M5 17 11 11l3 3 5-6M19 8v5M19 8h-5"/>',
    "fall": '<path d="M5 7l6 6 3-3 5 6M19 16v-5M19 16h-5"/>',
    "keys": '<rect x="3" y="6.5" width="18" height="11" rx="2"/><path d="M7 10.5v.1M11 10.5v.1M15 10.5v.1M8 14h8"/>',
    "document": '<path d="M7 3.5h7l4 4V20.5H7z"/><path d="M14 3.5v4h4M10 12h5M10 15.5h5"/>',
    "bell": '<path d="M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 1.5h-15zM10 20.5h4"/>',
    "home": '<path d="m4 11 8-6.5 8 6.5V20h-5.5v-5.5h-5V20H4z"/>',
}
_TURNS = {"next", "previous", "open", "leave", "rise", "fall"}
_DRAWN = {name: mark_safe(path) for name, path in _PATHS.items()}  # constants of this file, nothing typed by anyone


def icon(name: str) -> SafeString:
    """The icon called `name`, hidden from screen readers: the words beside it speak. Raises KeyError if unknown."""
    turns = " icon--turns" if name in _TURNS else ""
    return format_html(
        '<svg class="icon{}" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{}</svg>', turns, _DRAWN[name]
    )
