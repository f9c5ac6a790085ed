# Line coverage per assembly over any number of cobertura reports: a line counts as covered when any report hit it.
function attribute(name) {
  return match($0, " " name "=\"[^\"]*\"") ? substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4) : ""
}
/<package / { assembly = attribute("name") }
/<class / { class = attribute("name"); file = attribute("filename"); sub(/.*\//, "", file) }
/<line / {
  line = assembly SUBSEP class SUBSEP file SUBSEP attribute("number")
  if (!(line in hit)) { hit[line] = 0; lines[assembly]++ }
  if (attribute("hits") > 0 && !hit[line]) { hit[line] = 1; covered[assembly]++ }
}
END { for (name in lines) printf "%s %.1f %d %d\n", name, int(1000 * covered[name] / lines[name]) / 10, covered[name], lines[name] }
