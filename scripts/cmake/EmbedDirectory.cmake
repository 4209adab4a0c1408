# cmake -DDIRECTORY=dir -DNAMESPACE=name -DOUTPUT=dir -P EmbedDirectory.cmake
# The table of every file below DIRECTORY ("/assets/a.js"), for files whose names are known only after a build step.
cmake_minimum_required(VERSION 3.25)
include(${CMAKE_CURRENT_LIST_DIR}/EmbedTable.cmake)

file(GLOB_RECURSE names RELATIVE ${DIRECTORY} ${DIRECTORY}/*)
list(SORT names)
list(TRANSFORM names REPLACE "^(.+)$" "/\\1=${DIRECTORY}/\\1" OUTPUT_VARIABLE entries)
gatehouse_write_table(${NAMESPACE} ${OUTPUT} "${entries}")
# The bytes may have changed although the names did not.
file(TOUCH ${OUTPUT}/${NAMESPACE}.S ${OUTPUT}/${NAMESPACE}.cpp)
