enum MediaTestsPlaceholder {}
