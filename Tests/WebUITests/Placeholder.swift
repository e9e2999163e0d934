enum WebUITestsPlaceholder {}
