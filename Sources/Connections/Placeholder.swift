enum ConnectionsPlaceholder {}
