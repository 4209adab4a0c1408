# What this binary is built from, with versions, for `gatehouse version --libraries`: libraries.txt beside the other
# generated files. Ours come from scripts/deps' stamps, the rest from the Debian packages on this machine.
set(lines "")
foreach(name civetweb curl libvncserver mbedtls x264)
  file(READ ${GATEHOUSE_DEPS}/stamp/${name} stamp)
  string(REGEX MATCHALL "[^ \n]+" words "${stamp}")
  list(GET words 1 version)
  list(GET words 2 suite)
  string(APPEND lines "  ${name} ${version} (Debian source, ${suite})\n")
endforeach()
foreach(package libargon2-dev libasio-dev libfltk1.3-dev libinih-dev libjpeg62-turbo-dev libopus-dev libqrcodegen-dev libsqlite3-dev libsqlitecpp-dev libxcb1-dev libyuv-dev
                nlohmann-json3-dev zlib1g-dev)
  execute_process(COMMAND dpkg-query -W -f "\${source:Package} \${Version}" ${package}
    OUTPUT_VARIABLE version ERROR_QUIET)
  if(version)
    string(APPEND lines "  ${version}\n")
  endif()
endforeach()
string(APPEND lines "  ${CMAKE_CXX_COMPILER_ID} ${CMAKE_CXX_COMPILER_VERSION}\n")
file(CONFIGURE OUTPUT ${PROJECT_BINARY_DIR}/generated/libraries.txt CONTENT "${lines}" @ONLY)
