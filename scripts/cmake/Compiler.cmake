# How every target of ours is compiled and linked.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
find_package(Threads REQUIRED)

# Debug information for useful crash reports, small enough to keep: line tables only. Asserts stay on in release.
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -g1")
set(CMAKE_C_FLAGS_RELEASE "-O2 -g1")

add_library(gatehouse_options INTERFACE)
target_include_directories(gatehouse_options INTERFACE ${PROJECT_SOURCE_DIR} ${PROJECT_BINARY_DIR}/generated)
target_compile_options(gatehouse_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion $<$<COMPILE_LANGUAGE:CXX>:-Wnon-virtual-dtor> $<$<COMPILE_LANGUAGE:CXX>:-Woverloaded-virtual>
  -Wformat=2 -Wformat-security -Werror=format-security -Werror=return-type -fstack-protector-strong
  $<$<CONFIG:Release>:-U_FORTIFY_SOURCE> $<$<CONFIG:Release>:-D_FORTIFY_SOURCE=2>)
target_compile_definitions(gatehouse_options INTERFACE GATEHOUSE_VERSION="${PROJECT_VERSION}")
target_link_options(gatehouse_options INTERFACE -Wl,-z,relro,-z,now,--as-needed,--gc-sections)
# Addresses that the loader puts right, as a bitmap instead of 24 bytes each (glibc 2.36, binutils 2.38).
include(CheckLinkerFlag)
check_linker_flag(CXX -Wl,-z,pack-relative-relocs GATEHOUSE_PACKED_RELOCATIONS)
if(GATEHOUSE_PACKED_RELOCATIONS)
  target_link_options(gatehouse_options INTERFACE -Wl,-z,pack-relative-relocs)
endif()

set(GATEHOUSE_SANITIZE "" CACHE STRING "Sanitizers for every target, e.g. address,undefined or thread")
if(GATEHOUSE_SANITIZE)
  add_compile_options(-fsanitize=${GATEHOUSE_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${GATEHOUSE_SANITIZE})
  add_compile_definitions(GATEHOUSE_SANITIZED)
  # The sanitizers' own crypt() calls the one that was there at the start, and PAM's modules, which come later, call theirs.
  link_libraries(-Wl,--push-state,--no-as-needed -lcrypt -Wl,--pop-state)
else()
  # The binary needs libc and libm of the machine, nothing else.
  target_link_options(gatehouse_options INTERFACE -static-libgcc -static-libstdc++)
endif()

# What nearly every file reads anyway the compiler reads once.
set(gatehouse_precompiled <algorithm> <array> <chrono> <cstdint> <functional> <map> <memory> <optional> <set> <span> <string>
  <string_view> <utility> <variant> <vector>)

# gatehouse_library(NAME SOURCES ... LINK ...): one static library a room; LINK says whom it may see. PRECOMPILED: headers that
# nearly every file of this room reads besides. SMALL: a room that waits for others most of its time, and gains nothing by being
# compiled for speed.
function(gatehouse_library name)
  cmake_parse_arguments(arg "SMALL" "" "SOURCES;LINK;PRIVATE;PRECOMPILED" ${ARGN})
  add_library(${name} STATIC ${arg_SOURCES})
  set(small FALSE)
  if(arg_SMALL AND CMAKE_BUILD_TYPE STREQUAL Release)
    set(small TRUE)
    target_compile_options(${name} PRIVATE -Os)
  endif()
  target_link_libraries(${name} PUBLIC gatehouse_options Threads::Threads ${arg_LINK} PRIVATE ${arg_PRIVATE})
  # Precompiled headers are good for one set of options.
  if(name STREQUAL gatehouse_base OR arg_PRECOMPILED OR small)
    set(headers ${gatehouse_precompiled} ${arg_PRECOMPILED})
    list(TRANSFORM headers REPLACE "(.+)" "$<$<COMPILE_LANGUAGE:CXX>:\\1>")
    target_precompile_headers(${name} PRIVATE ${headers})
  else()
    target_precompile_headers(${name} REUSE_FROM gatehouse_base)
  endif()
endfunction()
