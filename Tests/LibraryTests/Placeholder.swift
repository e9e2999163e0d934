enum LibraryTestsPlaceholder {}
