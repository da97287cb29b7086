"""`jury-coach referential`: the référentiel shown, and compared with its source."""

import typer

from assistant.cli.common import JsonOption, console, failing_clearly, print_json

app = typer.Typer(help="Le référentiel : le montrer, le vérifier.", no_args_is_help=True)


@app.command("show")
def show(as_json: JsonOption = False) -> None:
    """Montre le référentiel entier."""
    with failing_clearly():
        from assistant.referential.export import referential_as_json
        from assistant.referential.loading import load_referential
        from assistant.settings import get_settings

        referential = load_referential(get_settings().corpus)
        if as_json:
            print_json(referential_as_json(referential), indent=2)
            return
        from rich.markdown import Markdown

        from assistant.referential.export import referential_as_markdown

        console().print(Markdown(referential_as_markdown(referential)))


@app.command("check")
def check(as_json: JsonOption = False) -> None:
    """Vérifie le référentiel contre sa source, et les données qui l’accompagnent."""
    with failing_clearly():
        from assistant.referential.checking import check_corpus
        from assistant.settings import get_settings

        findings = check_corpus(get_settings().corpus)
        if as_json:
            print_json({"ok": not findings, "findings": [vars(finding) for finding in findings]})
        elif findings:
            for finding in findings:
                print(f"{finding.place} : {finding.message}")
        else:
            print("Le référentiel est complet et conforme à sa source.")
        if findings:
            raise typer.Exit(1)
