"""Why a recording doesn't become text: one French sentence each."""


class SpeechError(Exception):
    """What was said can't be written down. The message is one French sentence for the person who spoke."""


NOT_CONFIGURED = "Aucun modèle de transcription n’est configuré : indiquez-en un dans ASSISTANT_SPEECH_MODEL."
NO_PACKAGE = 'La transcription n’est pas installée : installez-la avec pip install -e ".[speech]".'
NO_FOLDER = "Le dossier « {folder} » du modèle de transcription est introuvable : vérifiez ASSISTANT_SPEECH_MODEL."
NO_MODEL = (
    "Le dossier « {folder} » ne contient pas de modèle pour faster-whisper, il y manque {missing} : "
    "vérifiez ASSISTANT_SPEECH_MODEL."
)
BROKEN_MODEL = (
    "Le modèle de transcription ne peut pas être chargé : il est sans doute incomplet, ou d’un format trop récent."
)
ENGLISH_ONLY = "Le modèle de transcription ne comprend que l’anglais : choisissez un modèle multilingue."
NOT_IN_USE = "La transcription n’est pas en service : écrivez votre réponse."
NOT_RECEIVED = "L’enregistrement n’a pas été reçu en entier : recommencez-le, ou écrivez votre réponse."
UNREADABLE = "L’enregistrement ne peut pas être lu : recommencez-le, ou écrivez votre réponse."
TOO_LONG = "L’enregistrement dure plus de {limit} : répondez en plusieurs enregistrements plus courts."
TOO_BIG = "L’enregistrement pèse plus que les {limit} Mo admis : répondez en plusieurs enregistrements plus courts."
NOTHING_HEARD = "Aucune parole n’a été entendue : vérifiez le micro, parlez plus près, ou écrivez votre réponse."
