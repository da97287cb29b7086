"""What the system says of a failure, in French: its own words are in the language of the machine."""

import errno

_REASONS = {
    errno.ENOENT: "fichier ou dossier introuvable",
    errno.EACCES: "l’accès est refusé",
    errno.EPERM: "l’accès est refusé",
    errno.EROFS: "le disque n’accepte pas l’écriture",
    errno.ENOSPC: "il n’y a plus de place sur le disque",
    errno.EDQUOT: "la place qui vous est accordée sur le disque est épuisée",
    errno.EFBIG: "le fichier serait trop gros",
    errno.EISDIR: "c’est un dossier",
    errno.ENOTDIR: "une partie du chemin est un fichier, pas un dossier",
    errno.EEXIST: "ce nom est déjà pris",
    errno.ENAMETOOLONG: "le nom est trop long",
    errno.ELOOP: "les liens du chemin tournent en rond",
    errno.EIO: "le disque ne répond pas",
    errno.EMFILE: "trop de fichiers sont ouverts",
    errno.ENFILE: "trop de fichiers sont ouverts",
    errno.ENOMEM: "la mémoire manque",
    errno.EBUSY: "il est utilisé par un autre programme",
    errno.EPIPE: "ce qui lisait la sortie s’est arrêté",
    errno.EADDRINUSE: "ce port est déjà pris",
}


def reason_of(error: OSError) -> str:
    """Return why the system refused, in French; its number where it is a rare one."""
    if error.errno is None:
        return "le système n’en dit pas la raison"
    return _REASONS.get(error.errno, f"erreur {error.errno} du système")
