"""Assessments, comparisons and panels as plain objects for programs."""
