"""Coefficients of scikit-learn and statsmodels, which are loaded when a test asks for one.

They take seconds to load. Every worker loads every module of tests, and only some run these.
"""

# ruff: noqa: PLC0415
from typing import Any


def cohen_kappa_score(*labels: Any, **options: Any) -> float:
    """Cohen's κ as scikit-learn computes it."""
    from sklearn import metrics

    return float(metrics.cohen_kappa_score(*labels, **options))


def precision_recall_fscore_support(*labels: Any, **options: Any) -> Any:
    """Precision, recall, F1 and support of each label as scikit-learn computes them."""
    from sklearn import metrics

    return metrics.precision_recall_fscore_support(*labels, **options)


def fleiss_kappa(counts: Any) -> float:
    """Fleiss' κ as statsmodels computes it."""
    from statsmodels.stats import inter_rater

    return float(inter_rater.fleiss_kappa(counts))
