#include "CVips.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "calls.h"

static int failed(int code, char *reason) {
  const char *text = vips_error_buffer();
  snprintf(reason, CVIPS_REASON_SIZE, "%s", text);
  vips_error_clear();
  // The first line says it; the others are what callers of callers add.
  reason[strcspn(reason, "\n")] = 0;
  return code;
}

static void keep_quiet(const gchar *domain, GLogLevelFlags level, const gchar *message, gpointer data) {
  (void)domain, (void)level, (void)message, (void)data;
}

int cvips_start(char reason[CVIPS_REASON_SIZE]) {
  if (load_libraries(reason, CVIPS_REASON_SIZE)) return 1;
  if (vips_init("weir")) return failed(1, reason);
  // What decoders grumble about a hostile file belongs into the answer, not on the server's terminal.
  g_log_set_default_handler(keep_quiet, NULL);
  vips_concurrency_set(1);
  vips_cache_set_max(0);
  vips_block_untrusted_set(TRUE);
  vips_operation_block_set("VipsForeignLoadSvg", FALSE);
  return 0;
}

int cvips_read_header(const char *path, cvips_header *header, char reason[CVIPS_REASON_SIZE]) {
  VipsSource *source = vips_source_new_from_file(path);
  if (!source) return failed(CVIPS_CANNOT_DECODE, reason);
  VipsImage *image = vips_image_new_from_source(source, "", "access", VIPS_ACCESS_SEQUENTIAL, NULL);
  g_object_unref(source);
  if (!image) return failed(CVIPS_CANNOT_DECODE, reason);
  header->width = vips_image_get_width(image);
  header->height = vips_image_get_page_height(image);
  header->bands = vips_image_get_bands(image);
  header->pages = vips_image_get_n_pages(image);
  header->orientation = vips_image_get_orientation(image);
  header->has_alpha = vips_image_hasalpha(image);
  header->has_profile = vips_image_get_typeof(image, VIPS_META_ICC_NAME) != 0;
  const char *loader = "";
  vips_image_get_string(image, VIPS_META_LOADER, &loader);
  snprintf(header->loader, sizeof header->loader, "%s", loader);
  const char *word = vips_enum_nick(VIPS_TYPE_INTERPRETATION, vips_image_get_interpretation(image));
  snprintf(header->interpretation, sizeof header->interpretation, "%s", word ? word : "");
  g_object_unref(image);
  vips_error_clear();
  return 0;
}

// Replaces *image by `next`, or leaves it when `next` is NULL; says whether there was one.
static int become(VipsImage **image, VipsImage *next) {
  if (!next) return 0;
  g_object_unref(*image);
  *image = next;
  return 1;
}

// Alpha onto white, any colour space into 8-bit sRGB or grey, all pixels into memory.
static int settle(VipsImage **image) {
  VipsImage *next = NULL;
  if (vips_image_hasalpha(*image)) {
    VipsArrayDouble *white = vips_array_double_newv(1, vips_image_get_interpretation(*image) == VIPS_INTERPRETATION_RGB16 ||
                                                               vips_image_get_interpretation(*image) == VIPS_INTERPRETATION_GREY16
                                                           ? 65535.0
                                                           : 255.0);
    int bad = vips_flatten(*image, &next, "background", white, NULL);
    vips_area_unref(VIPS_AREA(white));
    if (bad || !become(image, next)) return -1;
  }
  VipsInterpretation space = vips_image_get_interpretation(*image);
  if (space != VIPS_INTERPRETATION_sRGB && space != VIPS_INTERPRETATION_B_W) {
    next = NULL;
    if (vips_colourspace(*image, &next, VIPS_INTERPRETATION_sRGB, NULL) || !become(image, next)) return -1;
  }
  if (vips_image_get_format(*image) != VIPS_FORMAT_UCHAR) {
    next = NULL;
    if (vips_cast_uchar(*image, &next, NULL) || !become(image, next)) return -1;
  }
  return become(image, vips_image_copy_memory(*image)) ? 0 : -1;
}

static int write_jpeg(VipsImage *image, const cvips_target *target) {
  VipsTarget *file = vips_target_new_to_file(target->path);
  if (!file) return -1;
  int bad = vips_jpegsave_target(image, file, "Q", target->quality, "strip", TRUE, "optimize_coding", TRUE, NULL);
  g_object_unref(file);
  return bad;
}

// The fullest of 512 boxes of colour, and the mean of what lies in it.
static void most_common_colour(VipsImage *image, uint8_t colour[3]) {
  static uint32_t counts[512], sums[512][3];
  memset(counts, 0, sizeof counts);
  memset(sums, 0, sizeof sums);
  int bands = vips_image_get_bands(image);
  for (int y = 0; y < vips_image_get_height(image); y++) {
    const uint8_t *pixel = VIPS_IMAGE_ADDR(image, 0, y);
    for (int x = 0; x < vips_image_get_width(image); x++, pixel += bands) {
      uint8_t red = pixel[0], green = pixel[bands > 2 ? 1 : 0], blue = pixel[bands > 2 ? 2 : 0];
      int box = (red >> 5) << 6 | (green >> 5) << 3 | blue >> 5;
      counts[box]++;
      sums[box][0] += red, sums[box][1] += green, sums[box][2] += blue;
    }
  }
  int fullest = 0;
  for (int box = 1; box < 512; box++)
    if (counts[box] > counts[fullest]) fullest = box;
  for (int band = 0; band < 3; band++)
    colour[band] = counts[fullest] ? sums[fullest][band] / counts[fullest] : 0;
}

static void close_descriptor(gpointer descriptor) { close(GPOINTER_TO_INT(descriptor) - 1); }

// By how much a JPEG decoder should shrink for the longer side to come out close below `edge`, or 0 when none of the
// factors it knows does that. Decoding to the right size costs a quarter of resizing to it.
static int fitting_shrink(int long_side, int edge) {
  for (int shrink = 1; shrink <= 8; shrink *= 2) {
    int side = (long_side + shrink - 1) / shrink;
    if (side <= edge) return shrink == 1 || side * 100 >= edge * 85 ? shrink : 0;
  }
  return 0;
}

// A JPEG as the decoder shrinks it.
static int open_shrunk(const char *name, int shrink, int has_profile, VipsImage **image) {
  *image = vips_image_new_from_file(name, "access", VIPS_ACCESS_SEQUENTIAL, "shrink", shrink, "fail_on",
                                    VIPS_FAIL_ON_TRUNCATED, NULL);
  if (!*image) return -1;
  VipsImage *next = NULL;
  if (vips_image_get_orientation(*image) > 1 &&
      (!become(image, vips_image_copy_memory(*image)) || vips_autorot(*image, &next, NULL) || !become(image, next)))
    return -1;
  next = NULL;
  // A profile that can't be used is as good as none.
  if (has_profile && !vips_icc_transform(*image, &next, "srgb", "embedded", TRUE, "intent", VIPS_INTENT_RELATIVE, NULL))
    become(image, next);
  return 0;
}

// Any other picture, or a JPEG that must be resized.
static int open_resized(const char *name, int edge, int has_profile, VipsImage **image) {
  // Asked for a profile to export, libvips takes colours without one through it as well, which shifts them.
  if (has_profile && !vips_thumbnail(name, image, edge, "height", edge, "size", VIPS_SIZE_DOWN, "export_profile",
                                     "srgb", "fail_on", VIPS_FAIL_ON_TRUNCATED, NULL))
    return 0;
  return vips_thumbnail(name, image, edge, "height", edge, "size", VIPS_SIZE_DOWN, "fail_on", VIPS_FAIL_ON_TRUNCATED,
                        NULL);
}

// The largest picture, as a pipeline that is not yet run.
//
// SVG comes as a source, for which librsvg resolves no reference to other files. Everything else comes by name, since
// only that way libvips 8.14 lets a loader fail on a file that ends too early; and by the name of a descriptor, since a
// name may have options in brackets.
static int open_largest(const char *path, int edge, const cvips_header *header, VipsImage **image) {
  *image = NULL;
  if (!strncmp(header->loader, "svg", 3)) {
    VipsSource *source = vips_source_new_from_file(path);
    if (!source) return -1;
    int bad = vips_thumbnail_source(source, image, edge, "height", edge, "size", VIPS_SIZE_DOWN, NULL);
    g_object_unref(source);
    return bad;
  }
  int descriptor = open(path, O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return -1;
  char name[32];
  snprintf(name, sizeof name, "/proc/self/fd/%d", descriptor);
  int long_side = header->width > header->height ? header->width : header->height;
  int shrink = strncmp(header->loader, "jpegload", 8) ? 0 : fitting_shrink(long_side, edge);
  int bad = shrink ? open_shrunk(name, shrink, header->has_profile, image)
                   : open_resized(name, edge, header->has_profile, image);
  // A loader that wants the file again while the pipeline runs opens this name again.
  if (*image)
    g_object_set_data_full(G_OBJECT(*image), "weir-descriptor", GINT_TO_POINTER(descriptor + 1), close_descriptor);
  else
    close(descriptor);
  if (bad && *image) g_object_unref(*image);
  return bad;
}

// A picture in memory at half its size, rounded up, by the mean of four pixels. Ten times as quick as vips_shrink.
static VipsImage *halved(VipsImage *image) {
  int width = vips_image_get_width(image), height = vips_image_get_height(image), bands = vips_image_get_bands(image);
  int half_width = (width + 1) / 2, half_height = (height + 1) / 2;
  size_t size = (size_t)half_width * half_height * bands;
  uint8_t *pixels = g_try_malloc(size);
  if (!pixels) return NULL;
  uint8_t *out = pixels;
  for (int y = 0; y < half_height; y++) {
    const uint8_t *above = VIPS_IMAGE_ADDR(image, 0, 2 * y);
    const uint8_t *below = VIPS_IMAGE_ADDR(image, 0, 2 * y + 1 < height ? 2 * y + 1 : 2 * y);
    for (int x = 0; x < half_width; x++) {
      int right = 2 * x + 1 < width ? bands : 0;
      for (int band = 0; band < bands; band++)
        *out++ = (above[band] + above[band + right] + below[band] + below[band + right] + 2) / 4;
      above += 2 * bands, below += 2 * bands;
    }
  }
  VipsImage *half = vips_image_new_from_memory_copy(pixels, size, half_width, half_height, bands, VIPS_FORMAT_UCHAR);
  g_free(pixels);
  return half;
}

// The next smaller picture, in memory: halved as long as it doesn't come out far below the edge, then resized.
static int become_smaller(VipsImage **image, int edge) {
  for (;;) {
    int width = vips_image_get_width(*image), height = vips_image_get_height(*image);
    int long_side = width > height ? width : height;
    int half = (long_side + 1) / 2;
    if (long_side <= edge) return 0;
    if (half * 100 < edge * 85) break;
    if (!become(image, halved(*image))) return -1;
  }
  VipsImage *next = NULL;
  if (vips_thumbnail_image(*image, &next, edge, "height", edge, "size", VIPS_SIZE_DOWN, "no_rotate", TRUE, NULL))
    return -1;
  return become(image, next) && become(image, vips_image_copy_memory(*image)) ? 0 : -1;
}

int cvips_render(const char *path, const cvips_target *targets, int count, cvips_picture *made, uint8_t colour[3],
                 char reason[CVIPS_REASON_SIZE]) {
  if (count < 1) return 0;
  cvips_header header;
  if (cvips_read_header(path, &header, reason)) return CVIPS_CANNOT_DECODE;
  VipsImage *image = NULL;
  if (open_largest(path, targets[0].long_edge, &header, &image)) return failed(CVIPS_CANNOT_DECODE, reason);
  int code = settle(&image) ? CVIPS_CANNOT_DECODE : CVIPS_OK;
  for (int index = 0; !code && index < count; index++) {
    if (index > 0 && become_smaller(&image, targets[index].long_edge)) {
      code = CVIPS_CANNOT_DECODE;
      break;
    }
    if (write_jpeg(image, &targets[index])) code = CVIPS_CANNOT_WRITE;
    made[index].width = vips_image_get_width(image);
    made[index].height = vips_image_get_height(image);
  }
  if (!code) most_common_colour(image, colour);
  g_object_unref(image);
  return code ? failed(code, reason) : 0;
}

static int write_form(VipsImage *image, const char *path, const cvips_conversion *conversion) {
  VipsTarget *file = vips_target_new_to_file(path);
  if (!file) return -1;
  int bad;
  switch (conversion->form) {
  case 1: bad = vips_pngsave_target(image, file, "strip", TRUE, NULL); break;
  case 2: bad = vips_webpsave_target(image, file, "Q", conversion->quality, "strip", TRUE, NULL); break;
  case 3:
    bad = vips_tiffsave_target(image, file, "compression", VIPS_FOREIGN_TIFF_COMPRESSION_LZW, "strip", TRUE, NULL);
    break;
  default:
    bad = vips_jpegsave_target(image, file, "Q", conversion->quality, "strip", TRUE, "optimize_coding", TRUE, NULL);
  }
  g_object_unref(file);
  return bad;
}

// Opens, turns upright and fits into width and height.
static int open_fitted(const char *path, const cvips_header *header, const cvips_conversion *conversion, VipsImage **image) {
  *image = NULL;
  // As stored, so that a picture without a limit keeps its own measures.
  int turned = header->orientation > 4;
  int own_width = turned ? header->height : header->width, own_height = turned ? header->width : header->height;
  int width = conversion->width > 0 ? conversion->width : conversion->height > 0 ? VIPS_MAX_COORD : own_width;
  int height = conversion->height > 0 ? conversion->height : conversion->width > 0 ? VIPS_MAX_COORD : own_height;
  int crop = conversion->crop && conversion->width > 0 && conversion->height > 0;
  VipsInteresting part = !crop                    ? VIPS_INTERESTING_NONE
                         : conversion->crop == 1 ? VIPS_INTERESTING_CENTRE
                                                  : VIPS_INTERESTING_ATTENTION;
  // A box larger than the picture would be cut to a part that isn't there.
  if (crop && !conversion->enlarge) {
    if (width > own_width) width = own_width;
    if (height > own_height) height = own_height;
  }
  VipsSize size = conversion->enlarge ? VIPS_SIZE_BOTH : VIPS_SIZE_DOWN;
  if (!strncmp(header->loader, "svg", 3)) {
    VipsSource *source = vips_source_new_from_file(path);
    if (!source) return -1;
    int bad = vips_thumbnail_source(source, image, width, "height", height, "size", size, "crop", part, NULL);
    g_object_unref(source);
    return bad;
  }
  // By the name of a descriptor, as open_largest says: half a picture isn't handed on as a whole one.
  int descriptor = open(path, O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return -1;
  char name[32];
  snprintf(name, sizeof name, "/proc/self/fd/%d", descriptor);
  int bad = header->has_profile
                ? vips_thumbnail(name, image, width, "height", height, "size", size, "crop", part, "export_profile", "srgb",
                                 "fail_on", VIPS_FAIL_ON_TRUNCATED, NULL)
                : vips_thumbnail(name, image, width, "height", height, "size", size, "crop", part, "fail_on",
                                 VIPS_FAIL_ON_TRUNCATED, NULL);
  if (*image)
    g_object_set_data_full(G_OBJECT(*image), "weir-descriptor", GINT_TO_POINTER(descriptor + 1), close_descriptor);
  else
    close(descriptor);
  return bad;
}

int cvips_convert(const char *path, const char *target, const cvips_conversion *conversion, cvips_picture *made,
                  char reason[CVIPS_REASON_SIZE]) {
  cvips_header header;
  if (cvips_read_header(path, &header, reason)) return CVIPS_CANNOT_DECODE;
  VipsImage *image = NULL;
  if (open_fitted(path, &header, conversion, &image)) {
    if (image) g_object_unref(image);
    return failed(CVIPS_CANNOT_DECODE, reason);
  }
  int code = CVIPS_OK;
  VipsImage *next = NULL;
  if (conversion->form == 0)
    code = settle(&image) ? CVIPS_CANNOT_DECODE : CVIPS_OK;
  else if (vips_image_get_interpretation(image) != VIPS_INTERPRETATION_B_W &&
           (vips_colourspace(image, &next, VIPS_INTERPRETATION_sRGB, NULL) || !become(&image, next)))
    code = CVIPS_CANNOT_DECODE;
  // Decoded here, so that a damaged picture isn't taken for a disk that is full.
  if (!code && conversion->form != 0 && !become(&image, vips_image_copy_memory(image))) code = CVIPS_CANNOT_DECODE;
  if (!code && write_form(image, target, conversion)) code = CVIPS_CANNOT_WRITE;
  made->width = vips_image_get_width(image);
  made->height = vips_image_get_height(image);
  g_object_unref(image);
  return code ? failed(code, reason) : 0;
}
