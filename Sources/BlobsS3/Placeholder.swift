enum BlobsS3Placeholder {}
