# gatehouse_embed(TARGET NAMESPACE name=path ...): puts files into the binary as they are, as embedded::NAMESPACE().
include(EmbedTable)

function(gatehouse_embed target namespace)
  set(dir ${PROJECT_BINARY_DIR}/generated/embedded)
  gatehouse_write_table(${namespace} ${dir} "${ARGN}")
  list(TRANSFORM ARGN REPLACE "^[^=]+=" "" OUTPUT_VARIABLE paths)
  set_source_files_properties(${dir}/${namespace}.S PROPERTIES OBJECT_DEPENDS "${paths}")
  target_sources(${target} PRIVATE ${dir}/${namespace}.S ${dir}/${namespace}.cpp)
endfunction()
