# gatehouse_embed(TARGET HEADER NAMESPACE FILES name=path ...)
# Puts files into the binary as they are. Generates HEADER with
#   namespace NAMESPACE { std::span<const EmbeddedFile> files(); }   (appliance/base/embedded.h)
function(gatehouse_embed target namespace)
  set(dir ${PROJECT_BINARY_DIR}/generated/embedded)
  set(asm ".section .rodata\n")
  set(rows "")
  set(decls "")
  set(paths "")
  set(index 0)
  foreach(entry ${ARGN})
    string(REGEX MATCH "^([^=]+)=(.*)$" _ "${entry}")
    set(name ${CMAKE_MATCH_1})
    set(path ${CMAKE_MATCH_2})
    set(symbol "gatehouse_${namespace}_${index}")
    string(APPEND asm ".global ${symbol}\n.global ${symbol}_end\n.balign 16\n${symbol}:\n.incbin \"${path}\"\n${symbol}_end:\n.byte 0\n")
    string(APPEND decls "extern const unsigned char ${symbol}[];\nextern const unsigned char ${symbol}_end[];\n")
    string(APPEND rows "    {\"${name}\", {${symbol}, ${symbol}_end}},\n")
    list(APPEND paths ${path})
    math(EXPR index "${index} + 1")
  endforeach()
  file(MAKE_DIRECTORY ${dir})
  file(CONFIGURE OUTPUT ${dir}/${namespace}.S CONTENT "${asm}.section .note.GNU-stack,\"\",%progbits\n" @ONLY)
  file(CONFIGURE OUTPUT ${dir}/${namespace}.cpp @ONLY CONTENT
"#include \"appliance/base/embedded.h\"
extern \"C\" {
${decls}}
namespace gatehouse::embedded {
std::span<const File> ${namespace}() {
  static const File files[] = {
${rows}  };
  return files;
}
}  // namespace gatehouse::embedded
")
  set_source_files_properties(${dir}/${namespace}.S PROPERTIES OBJECT_DEPENDS "${paths}")
  target_sources(${target} PRIVATE ${dir}/${namespace}.S ${dir}/${namespace}.cpp)
endfunction()
