enum ConnectionsTestsPlaceholder {}
