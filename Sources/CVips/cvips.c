#include "CVips.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <vips/vips.h>

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

// The largest picture, as a pipeline that is not yet run.
//
// SVG comes as a source, for which librsvg resolves no reference to other files. Everything else comes by name, since
// only that way libvips 8.14 lets a loader fail on a file that ends too early; and by the name of a descriptor, since a
// name may have options in brackets.
static int open_thumbnail(const char *path, int edge, int has_profile, VipsImage **image) {
  VipsSource *source = vips_source_new_from_file(path);
  if (!source) return -1;
  const char *loader = vips_foreign_find_load_source(source);
  int bad = loader == NULL;
  if (!bad && g_str_has_prefix(loader, "VipsForeignLoadSvg")) {
    bad = vips_thumbnail_source(source, image, edge, "height", edge, "size", VIPS_SIZE_DOWN, NULL);
  } else if (!bad) {
    int descriptor = open(path, O_RDONLY | O_CLOEXEC);
    char name[32];
    snprintf(name, sizeof name, "/proc/self/fd/%d", descriptor);
    // Asked for a profile to export, libvips takes colours without one through it as well, which shifts them.
    bad = descriptor < 0 ||
          (has_profile ? vips_thumbnail(name, image, edge, "height", edge, "size", VIPS_SIZE_DOWN, "export_profile",
                                        "srgb", "fail_on", VIPS_FAIL_ON_TRUNCATED, NULL)
                       : vips_thumbnail(name, image, edge, "height", edge, "size", VIPS_SIZE_DOWN, "fail_on",
                                        VIPS_FAIL_ON_TRUNCATED, NULL));
    // A loader that wants the file again while the pipeline runs opens this name again.
    if (descriptor >= 0 && !bad)
      g_object_set_data_full(G_OBJECT(*image), "weir-descriptor", GINT_TO_POINTER(descriptor + 1), close_descriptor);
    else if (descriptor >= 0)
      close(descriptor);
  }
  g_object_unref(source);
  return bad ? -1 : 0;
}

int cvips_render(const char *path, const cvips_target *targets, int count, cvips_picture *made, uint8_t colour[3],
                 char reason[CVIPS_REASON_SIZE]) {
  if (count < 1) return 0;
  cvips_header header;
  if (cvips_read_header(path, &header, reason)) return CVIPS_CANNOT_DECODE;
  VipsImage *image = NULL;
  int edge = targets[0].long_edge;
  if (open_thumbnail(path, edge, header.has_profile, &image)) return failed(CVIPS_CANNOT_DECODE, reason);
  int code = settle(&image) ? CVIPS_CANNOT_DECODE : CVIPS_OK;
  for (int index = 0; !code && index < count; index++) {
    if (index > 0) {
      VipsImage *smaller = NULL;
      edge = targets[index].long_edge;
      if (vips_thumbnail_image(image, &smaller, edge, "height", edge, "size", VIPS_SIZE_DOWN, "no_rotate", TRUE,
                               NULL) ||
          !become(&image, smaller) || !become(&image, vips_image_copy_memory(image))) {
        code = CVIPS_CANNOT_DECODE;
        break;
      }
    }
    if (write_jpeg(image, &targets[index])) code = CVIPS_CANNOT_WRITE;
    made[index].width = vips_image_get_width(image);
    made[index].height = vips_image_get_height(image);
  }
  if (!code) most_common_colour(image, colour);
  g_object_unref(image);
  return code ? failed(code, reason) : 0;
}
