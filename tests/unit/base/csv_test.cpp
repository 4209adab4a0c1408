#include "appliance/base/csv.h"

#include "tests/support/catch.h"

namespace gatehouse {

TEST_CASE("a row of a table is read back as it was, and never as a formula", "[base]") {
  CHECK(csv_row({"a", "", "b,c"}) == "\"a\",\"\",\"b,c\"\r\n");
  CHECK(csv_row({"say \"x\"", "two\nlines"}) == "\"say \"\"x\"\"\",\"two\nlines\"\r\n");
  for (const char* formula : {"=1+1", "+1", "-1", "@SUM(A1)", "\r1"})
    CHECK(csv_row({formula}) == "\"'" + std::string(formula) + "\"\r\n");
  CHECK(csv_row({"\t=1"}) == "\"'\t'=1\"\r\n");
  CHECK(csv_row({"x;=1; @a;'-b;c=d"}) == "\"x;'=1; '@a;''-b;c=d\"\r\n");
  CHECK(csv_row({" =1"}) == "\" '=1\"\r\n");
  CHECK(csv_row({"1=1"}) == "\"1=1\"\r\n");
}

}  // namespace gatehouse
