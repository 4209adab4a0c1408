// H.264 back into pictures, by FFmpeg's program.
#pragma once
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <vector>

#include "appliance/base/bytes.h"
#include "tests/support/temporary_directory.h"

namespace gatehouse::test {

inline std::string said_by(const std::string& command) {
  FILE* program = ::popen((command + " 2>&1").c_str(), "r");
  if (program == nullptr) throw std::runtime_error(command + " can't be started");
  std::string said;
  for (int c; (c = std::fgetc(program)) != EOF;) said += static_cast<char>(c);
  if (::pclose(program) != 0) throw std::runtime_error(command + ": " + said);
  return said;
}

inline void write_stream(const std::string& path, ByteView stream) {
  std::ofstream(path, std::ios::binary)
      .write(reinterpret_cast<const char*>(stream.data()), static_cast<std::streamsize>(stream.size()));
}

// What an Annex B stream says of itself, in FFmpeg's words: range|matrix|transfer|primaries.
inline std::string colours_of_h264(ByteView stream) {
  const TemporaryDirectory dir;
  const std::string in = dir.path() + "/in.h264";
  write_stream(in, stream);
  std::string said = said_by(
      "ffprobe -v error -show_entries stream=color_range,color_space,color_transfer,color_primaries "
      "-of compact=p=0:nk=1 '" +
      in + "'");
  while (!said.empty() && said.back() == '\n') said.pop_back();
  return said;
}

// Of a whole Annex B stream, all pictures, each 0x..RRGGBB row by row.
inline std::vector<std::vector<std::uint32_t>> decode_h264(ByteView stream, int width, int height) {
  const TemporaryDirectory dir;
  const std::string in = dir.path() + "/in.h264", out = dir.path() + "/out.raw";
  write_stream(in, stream);
  if (const std::string said = said_by("ffmpeg -v error -nostdin -i '" + in +
                                       "' -vsync passthrough -f rawvideo -pix_fmt bgr0 '" + out + "'");
      !said.empty())
    throw std::runtime_error("ffmpeg: " + said);
  std::ifstream file(out, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(file), {}};
  const std::size_t size = static_cast<std::size_t>(width) * height;
  if (bytes.size() % (size * 4) != 0) throw std::runtime_error("the pictures have another size");
  std::vector<std::vector<std::uint32_t>> pictures(bytes.size() / (size * 4));
  for (std::size_t i = 0; i < pictures.size(); ++i) {
    const auto* pixels = reinterpret_cast<const std::uint32_t*>(bytes.data()) + i * size;
    pictures[i].assign(pixels, pixels + size);
  }
  return pictures;
}

// The mean difference of a colour channel, 0-255.
inline double mean_difference(const std::vector<std::uint32_t>& a, const std::vector<std::uint32_t>& b) {
  if (a.size() != b.size()) throw std::runtime_error("pictures of different sizes");
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i)
    for (int shift = 0; shift < 24; shift += 8)
      sum += std::abs(static_cast<int>(a[i] >> shift & 255) - static_cast<int>(b[i] >> shift & 255));
  return sum / (3.0 * static_cast<double>(a.size()));
}

}  // namespace gatehouse::test
