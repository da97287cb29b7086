"""A review as a document that is handed over: DOCX, PDF, Markdown, JSON."""

from assistant.report.writing import Form, ReportError, form_of, write_comparison, write_review

__all__ = ["Form", "ReportError", "form_of", "write_comparison", "write_review"]
