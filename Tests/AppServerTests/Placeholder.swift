enum AppServerTestsPlaceholder {}
