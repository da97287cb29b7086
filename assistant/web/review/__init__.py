"""The page « Relire mon dossier »."""
