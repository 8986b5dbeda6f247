//! What only a browser can do for this feature.
