import de.unihd.dbs.heideltime.standalone.*;
import de.unihd.dbs.uima.annotator.heideltime.resources.Language;
import java.io.*;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.text.SimpleDateFormat;
import java.util.*;

/** Tags every file of a folder (first line: the day, the rest: the text) in one Java machine; writes beside it FILE.xml. */
public class HeidelTimes {
    public static void main(String[] given) throws Exception {
        DocumentType genre = DocumentType.valueOf(given[1]);
        HeidelTimeStandalone tagger =
            new HeidelTimeStandalone(Language.ENGLISH, genre, OutputType.TIMEML, given[2], POSTagger.TREETAGGER, true);
        SimpleDateFormat day = new SimpleDateFormat("yyyy-MM-dd");
        File[] files = new File(given[0]).listFiles((folder, name) -> name.endsWith(".txt"));
        Arrays.sort(files);
        for (File file : files) {
            String all = new String(Files.readAllBytes(file.toPath()), StandardCharsets.UTF_8);
            int end = all.indexOf('\n');
            String found = tagger.process(all.substring(end + 1), day.parse(all.substring(0, end)));
            Files.write(Paths.get(file.getPath() + ".xml"), found.getBytes(StandardCharsets.UTF_8));
        }
    }
}
