// Small, non-variadic doors to libvips, for one thread of one worker process.
// Every function that returns int gives 0 when it worked; on failure the reason is copied into `reason`, cut off at its
// size, and libvips' own error buffer is cleared. Files are opened as sources, so a path is never read as options.
#pragma once
#include <stddef.h>
#include <stdint.h>

#define CVIPS_REASON_SIZE 512

enum {
  CVIPS_OK = 0,
  CVIPS_CANNOT_DECODE = 1,
  CVIPS_CANNOT_WRITE = 2,
};

// What a file's header says, without decoding its pixels.
typedef struct {
  int width, height;  // as stored, one page
  int bands;
  int pages;
  int orientation;  // EXIF, 1 to 8
  int has_alpha;
  int has_profile;
  char loader[32];          // libvips' name of what reads it: jpegload_source, …
  char interpretation[32];  // libvips' word: srgb, b-w, cmyk, rgb16, …
} cvips_header;

// A picture to make.
typedef struct {
  const char *path;
  int long_edge;  // pixels
  int quality;    // JPEG, 1 to 100
} cvips_target;

// A picture that was made.
typedef struct {
  int width, height;
} cvips_picture;

// A picture in another form.
typedef struct {
  int width, height;  // pixels at most; 0: as many as the original
  int crop;           // what doesn't fit: 0 made smaller until it does, 1 the middle stays, 2 what catches the eye stays
  int enlarge;        // whether a small picture may become larger
  int quality;        // JPEG and WebP, 1 to 100
  int form;           // 0 JPEG, 1 PNG, 2 WebP, 3 TIFF
} cvips_conversion;

// Starts libvips: one thread, no cache of operations, no loader that libvips calls untrusted but the SVG one, which
// resolves no reference when it reads from a source.
int cvips_start(char reason[CVIPS_REASON_SIZE]);

int cvips_read_header(const char *path, cvips_header *header, char reason[CVIPS_REASON_SIZE]);

// Decodes once and writes all targets as upright sRGB JPEG on white, without metadata. `targets` are ordered from the
// largest edge to the smallest; nothing is enlarged, and a picture may come out up to 15 % below its edge where that
// spares a resize. `colour` gets the red, green and blue that most of it has.
int cvips_render(const char *path, const cvips_target *targets, int count, cvips_picture *made, uint8_t colour[3],
                 char reason[CVIPS_REASON_SIZE]);

// Decodes a picture and writes it upright as sRGB, without metadata, in the form asked for. JPEG goes on white; the others
// keep what is transparent.
int cvips_convert(const char *path, const char *target, const cvips_conversion *conversion, cvips_picture *made,
                  char reason[CVIPS_REASON_SIZE]);
