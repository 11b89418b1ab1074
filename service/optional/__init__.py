"""Small functions around packages that only extras install: scikit-learn and matplotlib."""
