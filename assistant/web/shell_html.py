"""What frames every page: the name of the program, the ways to its pages, the choices about how it looks."""

from dataclasses import dataclass
from html import escape

from assistant.coach import Coach
from assistant.report.typography import french
from assistant.web.icons import icon


@dataclass(frozen=True)
class PageLink:
    """A way to a page. `panel` is its name in addresses and in the page's script."""

    panel: str
    name: str
    short: str
    """The name where there is little room."""
    icon: str


PAGES = (
    PageLink("chat", "Coach", "Coach", "speech"),
    PageLink("review", "Relire mon dossier", "Relire", "draft"),
    PageLink("jury", "Jury blanc", "Jury", "jury"),
    PageLink("reference", "Référentiel", "Référentiel", "book"),
    PageLink("cohort", "Promotion", "Promotion", "people"),
)
TUTORS_ONLY = frozenset({"cohort"})
DATA_PAGE = PageLink("data", "Vos données", "Données", "lock")


def shell_html(coach: Coach, engine: str) -> str:
    """Return the frame. `engine` says in a few words what the answers are made of."""
    referential = coach.referential
    links = "".join(_link(page) for page in PAGES)
    return f"""
<a class="skip" href="#panels">Aller au contenu</a>
<header class="masthead">
  <div class="brand">
    {_MARK}
    <div><h1>jury-coach</h1>
    <p lang="fr">{escape(french(f"{referential.title} · {referential.level} · {referential.certifier}"))}</p></div>
  </div>
  <nav class="pages" aria-label="Pages"><ul>{links}</ul></nav>
  <div class="masthead-tools">
    <p class="engine" role="note">{escape(engine)}</p>
    <div class="tools">
      <a href="?view=data" data-page="data" class="tool" title="{DATA_PAGE.name}">{icon(DATA_PAGE.icon)}<span>{DATA_PAGE.name}</span></a>
      <button type="button" id="language-toggle" class="tool" lang="en" translate="no"><b class="to-english" aria-hidden="true">EN</b><b class="to-french" aria-hidden="true">FR</b><span lang="en" class="visually-hidden to-english">English</span><span lang="fr" class="visually-hidden to-french">Français</span></button>
      <button type="button" id="theme-toggle" class="tool" aria-label="Passer du clair au sombre">{icon("contrast")}</button>
      <span id="account"></span>
    </div>
  </div>
  <p id="announcer" class="visually-hidden" role="status" aria-live="polite"></p>
</header>"""


def _link(page: PageLink) -> str:
    audience = ' data-audience="tutor"' if page.panel in TUTORS_ONLY else ""
    return (
        f'<li{audience}><a href="?view={page.panel}" data-page="{page.panel}">{icon(page.icon)}'
        f'<span class="name">{page.name}</span><span class="short" aria-hidden="true">{page.short}</span></a></li>'
    )


_MARK = (
    '<svg class="mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">'
    '<rect x="4" y="2.5" width="22" height="27" rx="2.5" class="sheet"/><path d="M9.5 2.5v27" class="margin"/>'
    '<path d="M13 11h9M13 16h9M13 21h5" class="lines"/><path d="m17.5 23.5 3.6 3.7L30 17.4" class="tick"/></svg>'
)
"""A sheet with its margin, and the tick of whoever read it."""
