// The calls of libvips and GLib that cvips.c makes, through pointers that load_libraries() sets.
//
// The program isn't linked with libvips: with the sixty libraries that come along it would add 14 MB and a third of the
// starting time to the server, which never decodes a picture. Only the worker processes load it.
#pragma once
#include <dlfcn.h>
#include <stdio.h>
#include <vips/vips.h>

#define LIBRARY_CALLS(CALL) \
  CALL(g_free) CALL(g_log_set_default_handler) CALL(g_object_set_data_full) CALL(g_object_unref) CALL(g_try_malloc) \
  CALL(g_type_check_instance_cast) CALL(vips_area_get_type) CALL(vips_area_unref) CALL(vips_array_double_newv) \
  CALL(vips_autorot) CALL(vips_block_untrusted_set) CALL(vips_cache_set_max) CALL(vips_cast_uchar) \
  CALL(vips_colourspace) CALL(vips_concurrency_set) CALL(vips_enum_nick) CALL(vips_error_buffer) \
  CALL(vips_error_clear) CALL(vips_flatten) CALL(vips_format_sizeof_unsafe) CALL(vips_icc_transform) \
  CALL(vips_image_copy_memory) CALL(vips_image_get_bands) CALL(vips_image_get_format) CALL(vips_image_get_height) \
  CALL(vips_image_get_interpretation) CALL(vips_image_get_n_pages) CALL(vips_image_get_orientation) \
  CALL(vips_image_get_page_height) CALL(vips_image_get_string) CALL(vips_image_get_typeof) \
  CALL(vips_image_get_width) CALL(vips_image_hasalpha) CALL(vips_image_new_from_file) \
  CALL(vips_image_new_from_memory_copy) CALL(vips_image_new_from_source) CALL(vips_init) \
  CALL(vips_interpretation_get_type) CALL(vips_jpegsave_target) CALL(vips_operation_block_set) \
  CALL(vips_pngsave_target) CALL(vips_source_new_from_file) CALL(vips_target_new_to_file) CALL(vips_thumbnail) \
  CALL(vips_thumbnail_image) CALL(vips_thumbnail_source) CALL(vips_tiffsave_target) CALL(vips_webpsave_target)

#define DECLARE(name) static __typeof__(name) *name##_call;
LIBRARY_CALLS(DECLARE)
#undef DECLARE

// libvips brings GLib with it, and a symbol asked of a library is looked for in what that library needs as well.
// Returns 0, or 1 with the reason.
static int load_libraries(char *reason, size_t size) {
  void *vips = dlopen("libvips.so.42", RTLD_NOW | RTLD_LOCAL);
  if (!vips) {
    snprintf(reason, size, "%s", dlerror());
    return 1;
  }
#define LOAD(name)                                                   \
  if (!(name##_call = (__typeof__(name) *)dlsym(vips, #name))) {     \
    snprintf(reason, size, "libvips has no %s", #name);              \
    return 1;                                                        \
  }
  LIBRARY_CALLS(LOAD)
#undef LOAD
  return 0;
}

#define g_free (*g_free_call)
#define g_log_set_default_handler (*g_log_set_default_handler_call)
#define g_object_set_data_full (*g_object_set_data_full_call)
#define g_object_unref (*g_object_unref_call)
#define g_try_malloc (*g_try_malloc_call)
#define g_type_check_instance_cast (*g_type_check_instance_cast_call)
#define vips_area_get_type (*vips_area_get_type_call)
#define vips_area_unref (*vips_area_unref_call)
#define vips_array_double_newv (*vips_array_double_newv_call)
#define vips_autorot (*vips_autorot_call)
#define vips_block_untrusted_set (*vips_block_untrusted_set_call)
#define vips_cache_set_max (*vips_cache_set_max_call)
#define vips_cast_uchar (*vips_cast_uchar_call)
#define vips_colourspace (*vips_colourspace_call)
#define vips_concurrency_set (*vips_concurrency_set_call)
#define vips_enum_nick (*vips_enum_nick_call)
#define vips_error_buffer (*vips_error_buffer_call)
#define vips_error_clear (*vips_error_clear_call)
#define vips_flatten (*vips_flatten_call)
#define vips_format_sizeof_unsafe (*vips_format_sizeof_unsafe_call)
#define vips_icc_transform (*vips_icc_transform_call)
#define vips_image_copy_memory (*vips_image_copy_memory_call)
#define vips_image_get_bands (*vips_image_get_bands_call)
#define vips_image_get_format (*vips_image_get_format_call)
#define vips_image_get_height (*vips_image_get_height_call)
#define vips_image_get_interpretation (*vips_image_get_interpretation_call)
#define vips_image_get_n_pages (*vips_image_get_n_pages_call)
#define vips_image_get_orientation (*vips_image_get_orientation_call)
#define vips_image_get_page_height (*vips_image_get_page_height_call)
#define vips_image_get_string (*vips_image_get_string_call)
#define vips_image_get_typeof (*vips_image_get_typeof_call)
#define vips_image_get_width (*vips_image_get_width_call)
#define vips_image_hasalpha (*vips_image_hasalpha_call)
#define vips_image_new_from_file (*vips_image_new_from_file_call)
#define vips_image_new_from_memory_copy (*vips_image_new_from_memory_copy_call)
#define vips_image_new_from_source (*vips_image_new_from_source_call)
#define vips_init (*vips_init_call)
#define vips_interpretation_get_type (*vips_interpretation_get_type_call)
#define vips_jpegsave_target (*vips_jpegsave_target_call)
#define vips_operation_block_set (*vips_operation_block_set_call)
#define vips_pngsave_target (*vips_pngsave_target_call)
#define vips_source_new_from_file (*vips_source_new_from_file_call)
#define vips_target_new_to_file (*vips_target_new_to_file_call)
#define vips_thumbnail (*vips_thumbnail_call)
#define vips_thumbnail_image (*vips_thumbnail_image_call)
#define vips_thumbnail_source (*vips_thumbnail_source_call)
#define vips_tiffsave_target (*vips_tiffsave_target_call)
#define vips_webpsave_target (*vips_webpsave_target_call)
