"""Numbers about what people decided: samples, agreement, and signatures; no workbook is opened here."""
