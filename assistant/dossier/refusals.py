"""Why a draft can't be read: one French sentence each, and what goes into them."""

import unicodedata

_LONGEST_NAME = 100
_NO_LETTERS = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
"""Categories of characters that break a line, turn it around or can't be written: no sentence may hold them."""


class DraftError(Exception):
    """The draft can't be read. The message is one French sentence for the person who gave it."""


class DraftCancelledError(DraftError):
    """The reading was cancelled by the person who asked for it."""


def clean_name(name: str) -> str:
    """Return a name on one line, without characters that can't be shown."""
    return "".join(" " if unicodedata.category(letter) in _NO_LETTERS else letter for letter in name)


def quotable(name: str) -> str:
    """Return a name as a sentence can hold it: clean, and with its middle left out where it is long."""
    name = clean_name(name)
    if len(name) <= _LONGEST_NAME:
        return name
    return f"{name[: _LONGEST_NAME - 20]}…{name[-19:]}"


CANCELLED = "La lecture du dossier a été interrompue à votre demande."
NOT_FOUND = "Le fichier « {name} » est introuvable : vérifiez son nom et son emplacement."
UNREADABLE = "Le fichier « {name} » ne peut pas être ouvert ({reason}) : vérifiez vos droits d’accès."
FOLDER = "« {name} » est un dossier, pas un fichier : choisissez le document qu’il contient."
NOT_A_FILE = "« {name} » n’est pas un fichier ordinaire : choisissez un document."
EMPTY_FILE = "Le fichier « {name} » est vide (0 octet) : il a sans doute été mal enregistré ou mal téléchargé."
TOO_BIG = "Le fichier pèse {size} Mo, plus que les {limit} Mo admis : allégez-en les images ou découpez-le."
LOCK_FILE = (
    "« {name} » est le fichier de verrouillage que votre traitement de texte crée pendant qu’un document est ouvert : "
    "choisissez le document lui-même."
)
NO_TEXT = "Ce document ne contient aucun texte : il n’y a rien à relire."
SCAN = (
    "Ce PDF ne contient que des images (un scan, sans doute) : exportez-le depuis votre traitement de texte, "
    "ou passez-le d’abord à la reconnaissance de caractères (OCR)."
)
OCR_NO_TEXT = "Ce PDF ne contient que des images, et la reconnaissance de caractères n’y a trouvé aucun texte."
GARBLED = (
    "Le texte de ce PDF est codé d’une façon qui le rend illisible hors de l’écran : "
    "exportez-le de nouveau depuis le logiciel où vous l’avez rédigé."
)
ENCRYPTED_PDF = "Ce PDF est protégé par un mot de passe : retirez la protection, puis donnez-le de nouveau."
ENCRYPTED_OFFICE = (
    "Ce document est protégé par un mot de passe : retirez la protection dans votre logiciel, "
    "puis enregistrez-le de nouveau."
)
LEGACY = {
    "doc": "C’est un document Word d’avant 2007 (.doc) : enregistrez-le au format .docx, puis donnez-le de nouveau.",
    "ppt": "C’est une présentation PowerPoint d’avant 2007 (.ppt) : enregistrez-la au format .pptx, puis donnez-la de nouveau.",
    "xls": "C’est un classeur Excel d’avant 2007 (.xls) : copiez-en les tableaux dans un document .docx ou .pdf.",
    "ole": "Ce fichier est d’un ancien format de Microsoft Office : enregistrez-le au format .docx ou .pptx.",
    "rtf": "C’est un document RTF : enregistrez-le au format .docx, .odt ou .pdf, puis donnez-le de nouveau.",
    "flat": "C’est un document OpenDocument en XML à plat (.fodt, .fodp) : enregistrez-le au format .odt, .odp ou .pdf.",
}
MACROS = (
    "Ce document contient des macros, que le programme refuse par sécurité : "
    "enregistrez-le sans macros (.docx ou .pptx)."
)
CORRUPT = "Ce fichier {kind} est endommagé et ne peut pas être lu : enregistrez-le ou téléchargez-le de nouveau."
TRUNCATED = (
    "Ce fichier {kind} est incomplet, il s’arrête avant sa fin : le téléchargement ou l’enregistrement "
    "a été interrompu, recommencez-le."
)
BOMB = (
    "Ce fichier se décompresse en un volume anormal (comme une « bombe » de décompression) : "
    "il n’est pas lu, par sécurité."
)
MEMBERS = (
    "Ce document est fait de {count} fichiers internes, plus que les {limit} admis : il n’est pas lu, par sécurité."
)
PAGES = "Ce document compte {count} {unit}, plus que les {limit} admises : donnez seulement la partie à relire."
ENTITIES = "Ce document déclare des entités XML, ce qu’un dossier ne fait jamais : il n’est pas lu, par sécurité."
TIME_OUT = (
    "La lecture a dépassé {seconds} secondes et a été arrêtée : simplifiez le document (images, tableaux) "
    "ou découpez-le."
)
OUT_OF_MEMORY = "La lecture demande trop de mémoire et a été arrêtée : simplifiez le document ou découpez-le."
CRASHED = (
    "La lecture de ce fichier a échoué : il est sans doute endommagé. Enregistrez-le de nouveau ou exportez-le en PDF."
)
UNSUPPORTED = "{what} : ce format n’est pas pris en charge. Donnez un document .docx, .pdf, .pptx, .odt, .odp, .md, .html ou .txt."
BINARY = (
    "« {name} » ne contient pas du texte mais des données binaires : ce n’est pas un document que l’on puisse relire."
)
