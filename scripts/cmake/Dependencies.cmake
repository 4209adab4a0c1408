# Third-party libraries as imported targets, all static. scripts/deps has put them in place.
set(GATEHOUSE_DEPS ${PROJECT_SOURCE_DIR}/build/deps CACHE PATH "What scripts/deps built")

if(NOT EXISTS ${GATEHOUSE_DEPS}/stamp/curl)
  message(FATAL_ERROR "The libraries are not built yet. Run scripts/deps first (or scripts/run, which does it all).")
endif()

# dependency(TARGET [SYSTEM_PREFIX] LIBS a b ... INCLUDE dir): an interface target over static archives.
function(dependency target)
  cmake_parse_arguments(arg "" "INCLUDE" "LIBS;LINK" ${ARGN})
  add_library(${target} INTERFACE)
  foreach(lib ${arg_LIBS})
    find_library(${target}_${lib} NAMES lib${lib}.a HINTS ${GATEHOUSE_DEPS}/lib)
    if(NOT ${target}_${lib})
      message(FATAL_ERROR "lib${lib}.a not found: run scripts/deps again")
    endif()
    mark_as_advanced(${target}_${lib})
    target_link_libraries(${target} INTERFACE ${${target}_${lib}})
  endforeach()
  if(arg_INCLUDE)
    target_include_directories(${target} SYSTEM INTERFACE ${arg_INCLUDE})
  endif()
  target_link_libraries(${target} INTERFACE ${arg_LINK})
endfunction()

dependency(dep_mbedtls LIBS mbedtls mbedx509 mbedcrypto INCLUDE ${GATEHOUSE_DEPS}/include LINK Threads::Threads)
target_compile_definitions(dep_mbedtls INTERFACE MBEDTLS_USER_CONFIG_FILE=<gatehouse_mbedtls_config.h>)
dependency(dep_curl LIBS curl INCLUDE ${GATEHOUSE_DEPS}/include LINK dep_mbedtls Threads::Threads)
target_compile_definitions(dep_curl INTERFACE CURL_STATICLIB)
# A target of its own, so that whatever else uses Mbed TLS, it comes behind libcurl on the linker's command line.
add_library(curl_archive STATIC IMPORTED GLOBAL)
set_target_properties(curl_archive PROPERTIES IMPORTED_LOCATION ${dep_curl_curl})
target_link_libraries(curl_archive INTERFACE dep_mbedtls)
set_target_properties(dep_curl PROPERTIES INTERFACE_LINK_LIBRARIES curl_archive)
dependency(dep_vncserver LIBS vncserver z jpeg INCLUDE ${GATEHOUSE_DEPS}/include LINK Threads::Threads)
dependency(dep_civetweb INCLUDE ${GATEHOUSE_DEPS}/include/civetweb)
dependency(dep_sqlite LIBS SQLiteCpp sqlite3 LINK Threads::Threads ${CMAKE_DL_LIBS})
dependency(dep_argon2 LIBS argon2)
dependency(dep_inih LIBS INIReader inih)
dependency(dep_zlib LIBS z)
dependency(dep_xcb LIBS xcb-shm xcb-damage xcb-xfixes xcb-xtest xcb-randr xcb-xkb xcb Xau Xdmcp)
# FLTK and what it draws with, in the order in which they need each other.
dependency(dep_fltk LIBS fltk Xft fontconfig freetype Xinerama Xcursor Xfixes Xrender Xext X11 xcb Xau Xdmcp expat png16 z
  brotlidec brotlicommon uuid bsd md LINK ${CMAKE_DL_LIBS} Threads::Threads)
add_library(dep_asio INTERFACE)
# Without the last one Asio decides by the order of includes how it allocates: two files could disagree.
target_compile_definitions(dep_asio INTERFACE ASIO_STANDALONE ASIO_NO_DEPRECATED ASIO_DISABLE_STD_ALIGNED_ALLOC)
add_library(dep_json INTERFACE)
target_compile_definitions(dep_json INTERFACE JSON_USE_IMPLICIT_CONVERSIONS=0)
