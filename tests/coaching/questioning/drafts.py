"""Drafts of a consultation for C3.3, small enough to be read at a glance: one that says things, one that only plans to."""

from typing import Any

from tests.dossier.making import docx

WRITTEN = """# Consultation du Moulin de Brou

## Qui nous sommes

Le Moulin de Brou, 22 salariés à Bourg-en-Bresse, fabrique des farines bio et vend pour 3,4 M€ par an, dont 6 % en ligne. Le site perd des ventes faute de photos récentes et de fiches : 1 900 visites en mars 2026 pour 14 commandes.

## Ce que nous voulons

Passer de 14 à 90 commandes par mois avant le 30 novembre 2026 et faire revenir 120 boulangers inactifs depuis un an.

Nous parlons à deux publics : les particuliers de 30 à 50 ans de l’Ain, qui font leur pain et achètent le dimanche sur leur téléphone ; les boulangers indépendants, 310 clients, qui commandent chaque mois.

## Les trois lots

| Lot | Production | Quantité | Remise |
|---|---|---|---|
| Photo | 40 images de produits et 12 gestes, libres de droits 5 ans | 2 séances | 4 mai 2026 |
| Rédaction | 18 fiches de 300 mots et 4 articles de 900 mots | 3 livraisons | 1 juin 2026 |
| Vidéo | 1 film de 60 s et 6 films verticaux de 20 s, sous-titrés | 1 tournage | 22 juin 2026 |

Les offres sont attendues le 20 mars 2026 à 12 h, le choix est fait le 3 avril.

## Comment nous choisissons

Prix : le montant hors taxes du lot, reprises comprises ; note de 5 pour l’offre la moins chère. Méthode : le calendrier de relecture et le nom de la personne qui répond. Références : trois travaux pour une marque alimentaire, de moins de deux ans.

En photo le prix compte pour 20 points, les références pour 45, la méthode pour 35. En rédaction la méthode compte pour 50 points, le prix pour 30 et les références pour 20, parce que nous relisons tout nous-mêmes : un aller-retour de trop coûte une journée de meunier.

## Budget

| Poste | Montant |
|---|---|
| Photo | 4 000 € |
| Rédaction | 3 000 € |
| Vidéo | 6 000 € |
| Total | 12 000 € |
"""
HOLLOW = (
    ("Contexte", "Le contexte sera présenté lors de la réunion de lancement."),
    ("Objectifs", "Les objectifs restent à définir avec la direction."),
    ("Critères", "Les critères de sélection seront précisés ultérieurement."),
    ("Prestataires", "Une liste d’agences sera établie. Il est essentiel de bien choisir ses prestataires."),
)


def hollow() -> bytes:
    """A Word document that announces everything and says nothing."""

    def build(document: Any) -> None:
        document.add_heading("Cahier des charges", 0)
        for heading, text in HOLLOW:
            document.add_heading(heading, 1)
            document.add_paragraph(text)

    return docx(build)
