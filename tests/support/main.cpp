// The main function of version 2. Version 3 brings its own as a library: tests/CMakeLists.txt.
#define CATCH_CONFIG_MAIN
#include "tests/support/catch.h"
