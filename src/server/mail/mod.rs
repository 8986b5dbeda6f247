//! Mail: transports.
