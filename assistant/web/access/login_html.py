"""The login page: it stands alone, without Gradio, and runs no script."""

from html import escape

from assistant.report.typography import french
from assistant.web.theme import style_sheets

_LEAD = "Ce service est réservé aux candidats et aux tuteurs de votre école."
_LEAD_ENGLISH = "For the candidates and tutors of your school: please log in."


def login_html(problem: str = "", name: str = "", after: str = "") -> str:
    """Return the page. `after` is the address within the service that the person wanted."""
    said = f'<p class="problem" role="alert" id="login-problem">{escape(french(problem))}</p>' if problem else ""
    described = ' aria-describedby="login-problem" aria-invalid="true"' if problem else ""
    return f"""<!DOCTYPE html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Se connecter · jury-coach</title>
<style>{style_sheets("style.css", "login.css")}</style>
</head>
<body class="login">
<main>
  <h1>jury-coach</h1>
  <p>{french(_LEAD)}<br><span lang="en">{_LEAD_ENGLISH}</span></p>
  <form method="post" action="login">
    <label for="username">Identifiant</label>
    <input id="username" name="username" autocomplete="username" required maxlength="64" value="{escape(name)}"{described}{"" if name else " autofocus"}>
    <label for="password">Mot de passe</label>
    <input id="password" name="password" type="password" autocomplete="current-password" required maxlength="200"{described}{" autofocus" if name else ""}>
    <input type="hidden" name="after" value="{escape(after)}">
    {said}
    <button type="submit">Se connecter</button>
  </form>
</main>
</body>
</html>"""
