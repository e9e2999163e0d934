enum BlobsTestsPlaceholder {}
