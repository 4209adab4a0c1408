# gatehouse_write_table(NAMESPACE DIR "name=path;..."): writes DIR/NAMESPACE.S, the files' bytes, and DIR/NAMESPACE.cpp, which
# defines `std::span<const File> embedded::NAMESPACE()` (appliance/base/embedded.h). Existing files keep their time
# when nothing changed.
function(gatehouse_write_table namespace dir entries)
  set(asm ".section .rodata\n")
  set(rows "")
  set(declarations "")
  set(index 0)
  foreach(entry IN LISTS entries)
    string(REGEX MATCH "^([^=]+)=(.*)$" _ "${entry}")
    set(symbol "gatehouse_${namespace}_${index}")
    string(APPEND asm ".global ${symbol}\n.global ${symbol}_end\n.balign 16\n${symbol}:\n.incbin \"${CMAKE_MATCH_2}\"\n${symbol}_end:\n.byte 0\n")
    string(APPEND declarations "extern const unsigned char ${symbol}[];\nextern const unsigned char ${symbol}_end[];\n")
    string(APPEND rows "    {\"${CMAKE_MATCH_1}\", {${symbol}, ${symbol}_end}},\n")
    math(EXPR index "${index} + 1")
  endforeach()
  set(body "  return {};\n")
  if(rows)
    set(body "  static const File files[] = {\n${rows}  };\n  return files;\n")
  endif()
  file(MAKE_DIRECTORY ${dir})
  file(CONFIGURE OUTPUT ${dir}/${namespace}.S CONTENT "${asm}.section .note.GNU-stack,\"\",%progbits\n" @ONLY)
  file(CONFIGURE OUTPUT ${dir}/${namespace}.cpp @ONLY CONTENT
"#include \"appliance/base/embedded.h\"
extern \"C\" {
${declarations}}
namespace gatehouse::embedded {
std::span<const File> ${namespace}() {
${body}}
}  // namespace gatehouse::embedded
")
endfunction()
