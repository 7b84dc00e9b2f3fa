"""Files that programs write: tables, records, subtitles, notebooks, source code."""
